// The server's few pages, read from pages/ once and filled with escaped values.
import { readFileSync } from 'node:fs';

const read = (name) => readFileSync(new URL(`./${name}`, import.meta.url));

const TEMPLATES = Object.fromEntries(
  ['form_post', 'sign_in', 'consent', 'message', 'sign_out'].map((name) => [name, read(`pages/${name}.html`).toString()]),
);
const STYLE = read('pages/style.css').toString();
const PICTURES = { soren: read('pictures/soren.png'), mette: read('pictures/mette.png') };

export const escape = (text) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

// Values are inserted as they are: the caller escapes what came from outside.
export function render(ctx, name, values) {
  ctx.type = 'html';
  ctx.body = TEMPLATES[name].replace(/\{\{(\w+)\}\}/g, (_, key) => values[key] ?? '');
}

export async function files(ctx, next) {
  const picture = /^\/pictures\/(\w+)\.png$/.exec(ctx.path)?.[1];
  if (ctx.path === '/style.css') {
    ctx.type = 'css';
    ctx.body = STYLE;
  } else if (picture && Object.hasOwn(PICTURES, picture)) {
    ctx.type = 'png';
    ctx.body = PICTURES[picture];
  } else {
    await next();
  }
}
