// The authorization response as IdentityServer sends it: no iss, session_state and scope added, its own
// form_post page, and only five errors that ever come back to the client.
import { createHash, randomBytes } from 'node:crypto';

import { get as internals } from 'oidc-provider/lib/helpers/weak_cache.js';

import { escape, render } from './pages.mjs';
import { sessionId } from './tokens.mjs';

const RETURNED_ERRORS = new Set([
  'access_denied', 'account_selection_required', 'login_required', 'consent_required', 'interaction_required',
]);

const SUBMIT_SCRIPT = "window.addEventListener('load', function(){document.forms[0].submit();});";
const SUBMIT_SCRIPT_HASH = createHash('sha256').update(SUBMIT_SCRIPT).digest('base64');

function formPost(ctx, action, { iss, ...parameters }) {
  const inputs = Object.entries(parameters)
    .map(([name, value]) => `<input type='hidden' name='${escape(name)}' value='${escape(String(value))}' />`)
    .join('\n');
  ctx.status = 200;
  ctx.set('Referrer-Policy', 'no-referrer');
  ctx.set('Content-Security-Policy', `default-src 'none'; script-src 'sha256-${SUBMIT_SCRIPT_HASH}'`);
  render(ctx, 'form_post', { action: escape(action), inputs, script: SUBMIT_SCRIPT });
}

function redirect(ctx, address, ending = '') {
  ctx.status = 302;
  ctx.redirect(`${address}${ending}`);
}

function query(ctx, redirectUri, { iss, ...parameters }) {
  const address = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  redirect(ctx, address.href, 'error' in parameters ? '#_=_' : '');
}

function fragment(ctx, redirectUri, { iss, ...parameters }) {
  redirect(ctx, `${redirectUri}#${new URLSearchParams(parameters)}`);
}

// OpenID Connect Session Management 1.0, section 3, with IdentityServer's salt.
function sessionState({ oidc }) {
  const salt = randomBytes(16).toString('hex').toUpperCase();
  const { origin } = new URL(oidc.params.redirect_uri);
  const hash = createHash('sha256')
    .update(`${oidc.client.clientId}${origin}${sessionId(oidc.session.uid)}${salt}`)
    .digest('base64url');
  return `${hash}.${salt}`;
}

export function shapeResponses(provider) {
  const { responseModes } = internals(provider);
  responseModes.set('form_post', formPost);
  responseModes.set('query', query);
  responseModes.set('fragment', fragment);
  provider.on('authorization.success', (ctx, response) => {
    response.scope = ctx.oidc.params.scope;
    response.session_state = sessionState(ctx);
  });
  const keepAtServer = (ctx, error) => {
    if (!RETURNED_ERRORS.has(error.error)) error.allow_redirect = false;
  };
  provider.on('authorization.error', keepAtServer);
  provider.on('server_error', keepAtServer);
}
