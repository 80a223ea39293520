// Starts the identity server, the API and the control port on loopback. The first line of standard input is the
// options as JSON, because client secrets do not belong in an argument list; the first line of standard output
// is the ports as JSON. When standard input closes, the process ends.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

import { Books, makeApi } from './api.mjs';
import * as clock from './clock.mjs';
import { makeControl } from './control.mjs';
import { makeIdentityServer } from './identity_server.mjs';
import { Journal } from './journal.mjs';

async function listen(port = 0) {
  const server = createServer({ keepAliveTimeout: 60_000 });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: server.address().port };
}

async function start({ clients, settings, port }) {
  clock.install();
  const [identity, api, control] = await Promise.all([listen(port), listen(), listen()]);
  const journal = new Journal(clients.map((client) => client.client_secret).filter(Boolean));
  const books = new Books();
  const issuer = `http://127.0.0.1:${identity.port}`;
  const identityServer = await makeIdentityServer({ issuer, clients, settings, journal });
  const { provider } = identityServer;
  identity.server.on('request', provider.callback());
  api.server.on('request', makeApi({ provider, journal, books }).callback());
  control.server.on('request', makeControl({ journal, settings, identityServer, books }).callback());
  return { identity: identity.port, api: api.port, control: control.port };
}

console.info = console.error; // standard output is for the ready line alone

const input = createInterface({ input: process.stdin });
input.once('line', async (line) => {
  process.stdout.write(`${JSON.stringify(await start(JSON.parse(line)))}\n`);
});
input.once('close', () => process.exit(0));
