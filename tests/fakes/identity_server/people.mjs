// The people who can sign in, and what each may see. Everybody's password is "test".
export const PASSWORD = 'test';

const PEOPLE = {
  soren: {
    name: 'Søren Ågård',
    email: 'soren@bageri-nord.example',
    email_verified: true,
    culture: 'da-DK',
    fiscalSetups: [41001, 41002],
    userId: 501,
  },
  mette: {
    name: 'Mette Østergaard',
    email: 'mette@regnskab.example',
    email_verified: false,
    culture: 'en-GB',
    fiscalSetups: [41002],
    userId: 502,
  },
};

export const find = (username) => (Object.hasOwn(PEOPLE, username) ? PEOPLE[username] : undefined);

export const passwordMatches = (username, password) => find(username) !== undefined && password === PASSWORD;

export function account(issuer, sub) {
  const person = find(sub);
  return person && {
    accountId: sub,
    claims: () => ({
      sub,
      name: person.name,
      preferred_username: sub,
      culture: person.culture,
      picture: `${issuer}/pictures/${sub}.png`,
      email: person.email,
      email_verified: person.email_verified,
    }),
  };
}
