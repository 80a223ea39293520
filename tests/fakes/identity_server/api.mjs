// A very small Xena: four operations, the bearer token checked as a resource server does (RFC 6750, RFC 9068).
import { createLocalJWKSet, jwtVerify } from 'jose';
import Koa from 'koa';

import { publicKeys } from './keys.mjs';
import { find } from './people.mjs';
import { readBody, wire } from './wire.mjs';

const COMPANIES = { 41001: 'Bageri Nord ApS', 41002: 'Cykelsmeden i Aarhus' };
const PAGE_SIZE = 10;

function fiscalSetup(id) {
  return {
    Id: id, Version: 1, IsDeactivated: false, FiscalSetupType: 'FiscalSetup_Company', Culture: 'da-DK',
    CurrencyAbbreviation: 'DKK', Address: { Name: COMPANIES[id], CountryName: 'Danmark' }, OrgNumber: `30${id}0`,
  };
}

function membership(id, { userId }) {
  return {
    Id: id + userId, MembershipId: id + userId, FiscalSetupId: id, UserId: userId, FiscalSetupName: COMPANIES[id],
    CurrencyAbbreviation: 'DKK', SecurityGroups: 'Administrator',
  };
}

function partner(fiscalSetupId, { Id, Address, ...others }) {
  return {
    Id, FiscalSetupId: fiscalSetupId, Version: 1, IsDeactivated: false, AccountNumber: 1000 + Id % 1000,
    PartnerType: 'xena_partnertype_company', ...others, Address: { Name: '', ...Address },
  };
}

const seeded = (fiscalSetupId) => Array.from({ length: 12 }, (_, index) => (
  partner(fiscalSetupId, { Id: 7001 + index, Address: { Name: `Kunde ${index + 1} A/S` } })
));

export class Books {
  constructor() {
    this.reset();
  }

  reset() {
    this.partners = Object.fromEntries(Object.keys(COMPANIES).map((id) => [id, seeded(Number(id))]));
  }

  addPartner(fiscalSetupId, fields) {
    const partners = this.partners[fiscalSetupId];
    const added = partner(fiscalSetupId, { ...fields, Id: partners.at(-1).Id + 1 });
    partners.push(added);
    return added;
  }
}

function page(rows, query) {
  const size = Number(query.PageSize ?? query['listOptions.pageSize'] ?? PAGE_SIZE);
  const start = Number(query.Page ?? query['listOptions.page'] ?? 0) * size;
  return { Count: rows.length, Entities: rows.slice(start, start + size) };
}

function refuse(ctx, status, { error, description }) {
  ctx.status = status;
  ctx.set('WWW-Authenticate', error ? `Bearer error="${error}", error_description="${description}"` : 'Bearer');
  ctx.body = { Message: description };
}

async function bearer(ctx, provider) {
  const [scheme, value] = (ctx.get('authorization')).split(' ');
  if (scheme.toLowerCase() !== 'bearer' || !value) return refuse(ctx, 401, { description: 'Sign in to use this operation.' });
  try {
    const { payload } = await jwtVerify(value, createLocalJWKSet(publicKeys(provider)), {
      issuer: provider.issuer, audience: 'testapi', typ: 'at+jwt', algorithms: ['RS256'], currentDate: new Date(Date.now()),
    });
    if (payload.scope.includes('testapi')) return payload;
    return refuse(ctx, 403, { error: 'insufficient_scope', description: 'The scope testapi is missing.' });
  } catch ({ code }) {
    return refuse(ctx, 401, { error: 'invalid_token', description: code === 'ERR_JWT_EXPIRED' ? 'The token expired' : 'The token is invalid' });
  }
}

async function addPartner(ctx, books, fiscalSetupId) {
  let fields;
  try {
    fields = JSON.parse(await readBody(ctx.req));
  } catch {
    fields = undefined;
  }
  if (fields?.Address?.Name) {
    ctx.body = books.addPartner(fiscalSetupId, fields);
  } else {
    ctx.status = 400;
    ctx.body = { Success: false, Messages: [], Errors: [{ Path: 'Address.Name', Message: 'A name is needed.' }] };
  }
}

async function operation(ctx, books, { sub }) {
  const person = find(sub) ?? { fiscalSetups: [41001], userId: 900 };
  const [, fiscal] = /^\/api\/fiscal\/(\d+)\/partner$/i.exec(ctx.path) ?? [];
  if (/^\/api\/user\/fiscalsetup$/i.test(ctx.path) && ctx.method === 'GET') {
    ctx.body = page(person.fiscalSetups.map(fiscalSetup), ctx.query);
  } else if (/^\/api\/user\/xenausermembership$/i.test(ctx.path) && ctx.method === 'GET') {
    ctx.body = page(person.fiscalSetups.map((id) => membership(id, person)), ctx.query);
  } else if (fiscal && !person.fiscalSetups.includes(Number(fiscal))) {
    ctx.status = 403;
    ctx.body = { Message: 'No access to this fiscal setup.' };
  } else if (fiscal && ctx.method === 'GET') {
    ctx.body = page(books.partners[fiscal], ctx.query);
  } else if (fiscal && ctx.method === 'POST') {
    await addPartner(ctx, books, Number(fiscal));
  } else {
    ctx.status = 404;
    ctx.body = { Message: 'There is no such operation.' };
  }
}

export function makeApi({ provider, journal, books }) {
  const app = new Koa();
  app.use(wire('api', { journal, endpointOf: () => 'api' }));
  app.use(async (ctx) => {
    const token = await bearer(ctx, provider);
    if (token) await operation(ctx, books, token);
  });
  return app;
}
