// What the process remembers for the control port: every secret issued, every request, every reuse of a
// refresh token, and the answers that are to be given instead of the next real ones.

// Only these parameters are kept with their value; of all others only the name.
const PLAIN_PARAMETERS = new Set([
  'grant_type', 'response_type', 'response_mode', 'scope', 'prompt', 'redirect_uri', 'client_id',
  'code_challenge_method', 'login_hint', 'token_type_hint',
]);

export class Journal {
  constructor(clientSecrets) {
    this.clientSecrets = clientSecrets;
    this.reset();
  }

  reset() {
    this.secrets = {
      client_secrets: [...this.clientSecrets],
      authorization_codes: [],
      access_tokens: [],
      refresh_tokens: [],
      id_tokens: [],
    };
    this.requests = [];
    this.refreshTokenReuses = 0;
    this.interventions = [];
  }

  issued(kind, value) {
    this.secrets[kind].push(value);
    return value;
  }

  intervene(intervention) {
    this.interventions.push(intervention);
  }

  takeIntervention(endpoint) {
    const index = this.interventions.findIndex((one) => one.endpoint === endpoint);
    return index < 0 ? undefined : this.interventions.splice(index, 1)[0];
  }

  // Called when the request arrives; status and parameters are filled in later.
  request(server, { method, path, headers }) {
    const [scheme] = (headers.authorization ?? '').split(' ');
    const entry = { server, method, path, authorization: scheme.toLowerCase() || null, parameters: {}, status: null };
    this.requests.push(entry);
    return entry;
  }
}

export function withoutSecrets(parameters) {
  return Object.fromEntries(
    Object.entries(parameters ?? {}).map(([name, value]) => [name, PLAIN_PARAMETERS.has(name) ? value : null]),
  );
}
