// The control port: what a test orders and asks for, as JSON.
import Koa from 'koa';

import * as clock from './clock.mjs';
import { readBody } from './wire.mjs';

const NOTHING = {};

export function makeControl({ journal, settings, identityServer, books }) {
  const initialSettings = { ...settings };
  const operations = {
    'GET /secrets': () => journal.secrets,
    'GET /requests': () => journal.requests,
    'GET /refresh-token-reuses': () => ({ count: journal.refreshTokenReuses }),
    'GET /settings': () => settings,
    'POST /settings': (changes) => Object.assign(settings, changes),
    'POST /clock': ({ seconds }) => {
      clock.advance(seconds);
      return { offset: clock.offsetSeconds() };
    },
    'POST /keys': async ({ keep_previous: keepPrevious }) => {
      await identityServer.rotateKeys({ keepPrevious });
      return NOTHING;
    },
    'POST /interventions': (intervention) => {
      journal.intervene(intervention);
      return NOTHING;
    },
    'POST /reset': () => {
      clock.reset();
      journal.reset();
      identityServer.forgetEverything();
      books.reset();
      return Object.assign(settings, initialSettings);
    },
  };
  const app = new Koa();
  app.use(async (ctx) => {
    const operation = operations[`${ctx.method} ${ctx.path}`];
    if (operation) ctx.body = await operation(JSON.parse(await readBody(ctx.req) || '{}'));
  });
  return app;
}
