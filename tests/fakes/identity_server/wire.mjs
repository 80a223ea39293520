// What both listeners do with every request: write it down, and give the ordered answer instead of the real one.
import { setTimeout as sleep } from 'node:timers/promises';

import { withoutSecrets } from './journal.mjs';

export async function readBody(req) {
  const chunks = [];
  for await (const chunk of req) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function giveOrderedAnswer(ctx, { status, content_type: contentType, body, headers }) {
  const received = await readBody(ctx.req);
  ctx.status = status;
  if (contentType) ctx.set('Content-Type', contentType);
  ctx.set(headers);
  ctx.body = Buffer.from(body);
  if (!contentType) ctx.remove('Content-Type');
  return Object.fromEntries(new URLSearchParams(received));
}

// The browser's clock is the real one: with the server's put back, cookies would be born expired.
function letCookiesLast({ res }) {
  const cookies = [res.getHeader('Set-Cookie') ?? []].flat();
  const lasting = cookies.map((cookie) => cookie.replace(/; expires=(?!Thu, 01 Jan 1970)[^;]*/gi, ''));
  if (cookies.length) res.setHeader('Set-Cookie', lasting);
}

function closeConnection(ctx) {
  ctx.respond = false;
  ctx.req.socket.destroy();
}

export function wire(server, { journal, endpointOf }) {
  return async (ctx, next) => {
    ctx.set('Date', new Date(Date.now()).toUTCString());
    const entry = journal.request(server, ctx);
    entry.parameters = withoutSecrets(ctx.query);
    const ordered = journal.takeIntervention(endpointOf(ctx.path));
    if (ordered?.delay) await sleep(ordered.delay * 1000);
    if (ordered?.kind === 'answer') {
      entry.parameters = withoutSecrets(await giveOrderedAnswer(ctx, ordered));
    } else {
      await next();
      letCookiesLast(ctx);
      if (ctx.oidc?.body) entry.parameters = withoutSecrets(ctx.oidc.body);
    }
    entry.status = ctx.status;
    if (ordered?.kind === 'drop') closeConnection(ctx);
  };
}
