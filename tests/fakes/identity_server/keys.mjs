// RS256 signing keys, made fresh for each process; rotation swaps the provider's key store while it runs.
import { randomUUID } from 'node:crypto';

import { exportJWK, generateKeyPair } from 'jose';
import initializeKeyStore from 'oidc-provider/lib/helpers/initialize_keystore.js';
import { get as internals } from 'oidc-provider/lib/helpers/weak_cache.js';

export async function makeKey() {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...await exportJWK(privateKey), kid: randomUUID().replaceAll('-', '').toUpperCase(), alg: 'RS256', use: 'sig' };
}

// The first key signs. With keepPrevious the old public keys stay listed, as on a server that rotates with care.
export async function rotate(provider, keys, { keepPrevious }) {
  const fresh = [await makeKey(), ...(keepPrevious ? keys : [])];
  initializeKeyStore.call(provider, { keys: fresh });
  return fresh;
}

export const publicKeys = (provider) => internals(provider).jwks;

export function signingKey(provider) {
  const { keystore } = internals(provider);
  const [jwk] = keystore.selectForSign({ alg: 'RS256', use: 'sig' });
  return { kid: jwk.kid, key: keystore.getKeyObject(jwk) };
}
