// oidc-provider with IdentityServer4's manners (or, where the switch says so, IdentityServer3's).
import { createHash } from 'node:crypto';

import { errors, Provider } from 'oidc-provider';
import { get as internals } from 'oidc-provider/lib/helpers/weak_cache.js';

import { clear, MemoryAdapter } from './adapter.mjs';
import { configuration, ROUTES, SCOPES } from './configuration.mjs';
import { interactions } from './interactions.mjs';
import { makeKey, rotate } from './keys.mjs';
import { files, render } from './pages.mjs';
import { shapeResponses } from './responses.mjs';
import { shapeTokens } from './tokens.mjs';
import { wire } from './wire.mjs';

const DISCOVERY = '/.well-known/openid-configuration';
const ENDPOINTS = new Map([
  ...Object.entries(ROUTES).map(([name, path]) => [path, name]),
  [DISCOVERY, 'discovery'],
]);

// Whole string, and the port too; port 0 in the registration stands for any port.
function redirectUriMatches(registered, given) {
  if (!registered.includes(':0/')) return registered === given;
  const [before, after] = registered.split(':0/');
  return given.startsWith(`${before}:`) && /^[1-9]\d{0,4}$/.test(given.slice(before.length + 1).split('/')[0])
    && given.slice(given.indexOf('/', before.length)) === `/${after}`;
}

function matchRedirectUrisExactly({ Client }) {
  Client.prototype.redirectUriAllowed = function redirectUriAllowed(given) {
    return this.redirectUris.some((registered) => redirectUriMatches(registered, given));
  };
  Client.prototype.postLogoutRedirectUriAllowed = function postLogoutRedirectUriAllowed(given) {
    return this.postLogoutRedirectUris.some((registered) => redirectUriMatches(registered, given));
  };
}

// IdentityServer3 ignores the challenge of a hybrid client and refuses its verifier.
function refuseCodeVerifier(provider, settings) {
  const { grantTypeHandlers } = internals(provider);
  const redeem = grantTypeHandlers.get('authorization_code');
  grantTypeHandlers.set('authorization_code', async (ctx, next) => {
    if (settings.pkce === 'is3' && ctx.oidc.params.code_verifier !== undefined) {
      throw new errors.InvalidGrant('unexpected code_verifier');
    }
    return redeem(ctx, next);
  });
}

function codeChallenge({ code_challenge: challenge, code_challenge_method: method, ...others }, settings) {
  if (settings.pkce === 'is3' || challenge === undefined) return others;
  if (method !== 'plain' && method !== undefined) return { ...others, code_challenge: challenge, code_challenge_method: method };
  // the library knows S256 alone: a plain challenge becomes the S256 challenge of the same verifier
  return { ...others, code_challenge: createHash('sha256').update(challenge).digest('base64url'), code_challenge_method: 'S256' };
}

function promptForConsent({ prompt, ...others }) {
  const asked = typeof prompt === 'string' ? prompt.split(' ') : [];
  if (asked.includes('none') || asked.includes('consent')) return { ...others, prompt };
  return { ...others, prompt: [...asked, 'consent'].join(' ') };
}

function scopeProblem({ client_id: clientId, scope }, clients) {
  const client = clients.find((one) => one.client_id === clientId);
  const allowed = client?.scope.split(' ') ?? SCOPES;
  return typeof scope === 'string' && scope.split(' ').some((one) => !allowed.includes(one));
}

function requestAsIdentityServerReadsIt({ settings, clients }) {
  return async (ctx, next) => {
    if (ctx.path === ROUTES.authorization) {
      if (scopeProblem(ctx.query, clients)) {
        ctx.status = 400;
        render(ctx, 'message', { title: 'Sorry, there was an error', id: 'error', message: 'invalid_scope' });
        return;
      }
      const query = codeChallenge(ctx.query, settings);
      ctx.query = String(query.scope).split(' ').includes('offline_access') ? promptForConsent(query) : query;
    }
    if (ctx.path === ROUTES.end_session) {
      const { client_id: unknownToIdentityServer, ...query } = ctx.query;
      ctx.query = query;
    }
    await next();
  };
}

function discoveryDocument(body, settings) {
  const {
    authorization_response_iss_parameter_supported: iss, code_challenge_methods_supported: pkce, ...document
  } = body;
  return settings.pkce === 'is3' ? document : { ...document, code_challenge_methods_supported: ['plain', 'S256'] };
}

// Errors of the token endpoint are always 400 and name the error alone; revocation knows no bad tokens.
function answerAsIdentityServerGivesIt({ settings }) {
  return async (ctx, next) => {
    await next();
    if (ctx.path === DISCOVERY && ctx.status === 200) ctx.body = discoveryDocument(ctx.body, settings);
    if (ctx.path === ROUTES.token && ctx.body?.error && ctx.status < 500) {
      ctx.status = 400;
      ctx.remove('WWW-Authenticate');
      ctx.body = { error: ctx.body.error };
    }
    if (ctx.path === ROUTES.revocation && ctx.body?.error === 'unsupported_token_type') {
      ctx.status = 200;
      ctx.body = '';
    }
  };
}

export async function makeIdentityServer({ issuer, clients, settings, journal }) {
  let keys = [await makeKey()];
  const provider = new Provider(issuer, configuration({
    issuer, clients, settings, jwks: { keys }, adapter: MemoryAdapter,
  }));
  matchRedirectUrisExactly(provider);
  refuseCodeVerifier(provider, settings);
  shapeTokens(provider, { journal, settings });
  shapeResponses(provider);
  provider.use(wire('identity', { journal, endpointOf: (path) => ENDPOINTS.get(path) }));
  provider.use(files);
  provider.use(interactions(provider));
  provider.use(requestAsIdentityServerReadsIt({ settings, clients }));
  provider.use(answerAsIdentityServerGivesIt({ settings }));
  return {
    provider,
    forgetEverything: clear,
    rotateKeys: async (options) => { keys = await rotate(provider, keys, options); },
  };
}
