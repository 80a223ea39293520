// oidc-provider's own settings, as near to IdentityServer's defaults as they come.
import { randomBytes } from 'node:crypto';

import { interactionPolicy } from 'oidc-provider';

import { escape, render } from './pages.mjs';
import { account } from './people.mjs';

const DAY = 24 * 3600;
const OFF = { enabled: false };

export const SCOPES = ['openid', 'profile', 'email', 'testapi', 'offline_access'];

export const ROUTES = {
  authorization: '/connect/authorize',
  token: '/connect/token',
  userinfo: '/connect/userinfo',
  end_session: '/connect/endsession',
  revocation: '/connect/revocation',
  jwks: '/.well-known/openid-configuration/jwks',
};

const scopesOf = ({ query }) => (typeof query.scope === 'string' ? query.scope.split(' ') : []);

// IdentityServer asks for consent each time offline_access is requested, and remembers it otherwise.
function policy() {
  const { Check, base } = interactionPolicy;
  const prompts = base();
  const { checks } = prompts.get('consent');
  checks.remove('native_client_prompt');
  checks.add(new Check('offline_access', 'offline access needs consent', 'consent_required', (ctx) => (
    ctx.oidc.prompts.has('none') && scopesOf(ctx).includes('offline_access')
  )));
  return prompts;
}

function renderError(ctx, { error, error_description: description }) {
  const message = escape([error, description].filter(Boolean).join(': '));
  render(ctx, 'message', { title: 'Sorry, there was an error', id: 'error', message });
}

// With a valid id_token_hint IdentityServer signs out without asking.
function logoutSource(ctx, form) {
  const script = ctx.oidc.entities.IdTokenHint ? "document.getElementById('signOut').click();" : '';
  render(ctx, 'sign_out', { form, script });
}

function postLogoutSuccessSource(ctx) {
  render(ctx, 'message', { title: 'Signed out', id: 'signedOut', message: 'You are now signed out.' });
}

const features = {
  devInteractions: OFF,
  dPoP: OFF,
  pushedAuthorizationRequests: OFF,
  resourceIndicators: OFF,
  claimsParameter: OFF,
  clientCredentials: { enabled: true },
  revocation: { enabled: true, allowedPolicy: (ctx, client, token) => token.clientId === client.clientId },
  rpInitiatedLogout: { enabled: true, logoutSource, postLogoutSuccessSource },
};

const ttl = {
  AccessToken: 3600,
  AuthorizationCode: 300,
  ClientCredentials: 3600,
  Grant: 365 * DAY,
  IdToken: 300,
  Interaction: 3600,
  // absolute: renewal does not lengthen it
  RefreshToken: (ctx, token) => Math.max(1, 30 * DAY - token.totalLifetime()),
  Session: 14 * DAY,
};

export function configuration({ issuer, clients, jwks, settings, adapter }) {
  const { port } = new URL(issuer);
  return {
    adapter,
    claims: {
      openid: ['sub'],
      profile: ['name', 'preferred_username', 'culture', 'picture'],
      email: ['email', 'email_verified'],
    },
    clients,
    clockTolerance: 0,
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    // cookies know no ports, so that two servers on one address need names of their own
    cookies: {
      keys: [randomBytes(32).toString('hex')],
      names: { session: `idsrv_${port}`, interaction: `idsrv.interaction_${port}`, resume: `idsrv.resume_${port}` },
    },
    expiresWithSession: () => false,
    features,
    findAccount: (ctx, sub) => account(issuer, sub),
    interactions: { policy: policy(), url: (ctx, { uid, prompt }) => `/account/${prompt.name}/${uid}` },
    issueRefreshToken: (ctx, client, { scopes }) => scopes.has('offline_access'),
    jwks,
    pkce: { required: (ctx, client) => settings.pkce === 'is4' && client.require_pkce === true },
    renderError,
    responseTypes: ['code', 'code id_token', 'code id_token token', 'code token', 'id_token', 'id_token token'],
    revokeGrantPolicy: () => false,
    rotateRefreshToken: () => settings.one_time_refresh,
    routes: ROUTES,
    scopes: SCOPES,
    ttl,
    extraClientMetadata: { properties: ['require_pkce'] },
  };
}
