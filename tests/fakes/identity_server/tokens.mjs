// Gives oidc-provider's tokens the shape of IdentityServer's: access tokens as JWT for the API that userinfo
// accepts too, refresh tokens as 64 hexadecimal digits, and the hash and session claims of the ID tokens.
import { createHash, randomBytes } from 'node:crypto';

import { SignJWT } from 'jose';
import { Provider } from 'oidc-provider';

import { epochSeconds } from './clock.mjs';
import { signingKey } from './keys.mjs';

export const sessionId = (uid) => createHash('sha256').update(uid).digest('hex').slice(0, 32).toUpperCase();

async function accessTokenJwt(provider, payload) {
  const { kid, key } = signingKey(provider);
  const person = payload.accountId === undefined ? {} : {
    sub: payload.accountId, auth_time: payload.iat, idp: 'local', amr: ['pwd'],
  };
  return new SignJWT({
    nbf: payload.iat,
    client_id: payload.clientId,
    ...person,
    jti: payload.jti,
    scope: payload.scope?.split(' ') ?? [],
  })
    .setProtectedHeader({ alg: 'RS256', kid, typ: 'at+jwt' })
    .setIssuer(provider.issuer)
    .setAudience(['testapi', `${provider.issuer}/resources`])
    .setIssuedAt(payload.iat)
    .setExpirationTime(payload.exp)
    .sign(key);
}

function shapeAccessTokens(provider, Model, journal) {
  const handles = new Map();
  const { getValueAndPayload } = Model.prototype;
  Model.prototype.getValueAndPayload = async function getJwtAndPayload() {
    const { payload } = await getValueAndPayload.call(this);
    const value = await accessTokenJwt(provider, payload);
    handles.set(value, payload.jti);
    this.jwt = journal.issued('access_tokens', value);
    return { value, payload };
  };
  const find = Model.find.bind(Model);
  Model.find = async (value, options) => find(handles.get(value), options);
  Model.revokeByGrantId = async () => {};
}

// IdentityServer removes a code once used; using it again is invalid_grant and ends nothing else.
function shapeCodes({ AuthorizationCode }, journal) {
  const save = AuthorizationCode.prototype.save;
  AuthorizationCode.prototype.save = async function saveCode() {
    return journal.issued('authorization_codes', await save.call(this));
  };
  const find = AuthorizationCode.find.bind(AuthorizationCode);
  AuthorizationCode.find = async (value, options) => {
    const code = await find(value, options);
    return code?.consumed ? undefined : code;
  };
}

function shapeRefreshTokens({ RefreshToken }, journal, settings) {
  const consumed = new Set();
  const consume = RefreshToken.prototype.consume;
  RefreshToken.prototype.consume = async function consumeRefreshToken() {
    consumed.add(this.jti);
    await consume.call(this);
  };
  RefreshToken.prototype.generateTokenId = () => randomBytes(32).toString('hex').toUpperCase();
  const save = RefreshToken.prototype.save;
  RefreshToken.prototype.save = async function saveRefreshToken() {
    return journal.issued('refresh_tokens', await save.call(this));
  };
  const find = RefreshToken.find.bind(RefreshToken);
  RefreshToken.find = async (value, options) => {
    const token = await find(value, options);
    if (Provider.ctx?.oidc.route !== 'token') return token;
    if (consumed.has(value)) journal.refreshTokenReuses += 1;
    // Without the family switch a consumed token is simply unknown, and its successor goes on working.
    return token?.consumed && !settings.reuse_ends_family ? undefined : token;
  };
}

// The state belongs to the front channel; the ID token of the token endpoint repeats its hash, so it is kept
// with the code.
function shapeIdTokens(provider, journal) {
  const { IdToken } = provider;
  const states = new Map();
  const { payload, issue } = IdToken.prototype;

  IdToken.prototype.payload = async function identityServerPayload() {
    const claims = await payload.call(this);
    const { oidc } = this.ctx;
    const { AuthorizationCode: code, RefreshToken: refreshToken, AccessToken: accessToken, Session: session } = oidc.entities;
    const front = oidc.route !== 'token';
    if (front && code) states.set(code.jti, oidc.params.state);
    const state = front ? oidc.params.state : states.get(code?.jti);
    const source = front ? session : code ?? refreshToken;
    Object.assign(claims, {
      nbf: epochSeconds(),
      sid: sessionId(front ? source.uid : source.sessionUid),
      auth_time: this.available.auth_time,
      idp: 'local',
      amr: ['pwd'],
    });
    if (state) claims.s_hash = state;
    if (!front) claims.at_hash = accessToken.jwt;
    if (oidc.params.grant_type === 'refresh_token') delete claims.nonce;
    return claims;
  };
  IdToken.prototype.issue = async function issueIdToken(options) {
    return journal.issued('id_tokens', await issue.call(this, options));
  };
}

export function shapeTokens(provider, { journal, settings }) {
  shapeAccessTokens(provider, provider.AccessToken, journal);
  shapeAccessTokens(provider, provider.ClientCredentials, journal);
  shapeCodes(provider, journal);
  shapeRefreshTokens(provider, journal, settings);
  shapeIdTokens(provider, journal);
}
