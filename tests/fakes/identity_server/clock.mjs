// One clock for the whole process: identity server, API and the libraries below them all ask Date.now().
const realNow = Date.now;
let offset = 0;

export function install() {
  Date.now = () => realNow() + offset;
}

export function advance(seconds) {
  offset += seconds * 1000;
}

export function reset() {
  offset = 0;
}

export const offsetSeconds = () => offset / 1000;

export const epochSeconds = () => Math.floor(Date.now() / 1000);
