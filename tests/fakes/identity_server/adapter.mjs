// Storage in memory. Unlike oidc-provider's own it can be emptied, and a grant's end touches one model only:
// IdentityServer's access tokens are self-contained and outlive a revoked refresh token.
const stores = new Map();

export function clear() {
  for (const store of stores.values()) store.clear();
}

export class MemoryAdapter {
  constructor(model) {
    this.store = stores.get(model) ?? new Map();
    stores.set(model, this.store);
  }

  async upsert(id, payload) {
    this.store.set(id, structuredClone(payload));
  }

  async find(id) {
    return structuredClone(this.store.get(id));
  }

  async findByUid(uid) {
    return structuredClone([...this.store.values()].find((payload) => payload.uid === uid));
  }

  async findByUserCode() {
    return undefined;
  }

  async consume(id) {
    this.store.get(id).consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id) {
    this.store.delete(id);
  }

  async revokeByGrantId(grantId) {
    for (const [id, payload] of this.store) if (payload.grantId === grantId) this.store.delete(id);
  }
}
