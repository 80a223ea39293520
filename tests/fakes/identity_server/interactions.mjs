// The sign-in page and the consent page.
import { escape, render } from './pages.mjs';
import { passwordMatches } from './people.mjs';
import { readBody } from './wire.mjs';

const DENIED = { error: 'access_denied' };

function showSignIn(ctx, { params }, message = '') {
  render(ctx, 'sign_in', { username: escape(params.login_hint ?? ''), message: escape(message) });
}

function showConsent(ctx, { params }) {
  const scopes = params.scope.split(' ').map((scope) => `<li>${escape(scope)}</li>`).join('');
  render(ctx, 'consent', { client: escape(params.client_id), scopes });
}

async function allow(provider, { params, session, grantId }) {
  const grant = await provider.Grant.find(grantId)
    ?? new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  return { consent: { grantId: await grant.save() } };
}

async function answer(provider, ctx, details) {
  const form = new URLSearchParams(await readBody(ctx.req));
  if (form.get('action') === 'deny') return DENIED;
  if (details.prompt.name === 'consent') return allow(provider, details);
  const username = form.get('username');
  if (passwordMatches(username, form.get('password'))) return { login: { accountId: username, amr: ['pwd'] } };
  showSignIn(ctx, details, 'User name or password is wrong.');
  return undefined;
}

export function interactions(provider) {
  return async (ctx, next) => {
    if (!/^\/account\/(login|consent)\/[\w-]+$/.test(ctx.path)) return next();
    const details = await provider.interactionDetails(ctx.req, ctx.res);
    if (ctx.method === 'GET') {
      if (details.prompt.name === 'login') showSignIn(ctx, details);
      else showConsent(ctx, details);
      return undefined;
    }
    const result = await answer(provider, ctx, details);
    if (result) {
      const returnTo = await provider.interactionResult(ctx.req, ctx.res, result, { mergeWithLastSubmission: true });
      ctx.status = 303;
      ctx.redirect(returnTo);
    }
    return undefined;
  };
}
