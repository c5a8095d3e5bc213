// How a browser names itself, made short for the eyes: "Chrome 130 · Windows". Nothing is decided by it.

const BROWSERS: [RegExp, string][] = [[/\bEdgA?\/(\d+)/, 'Edge'], [/\bOPR\/(\d+)/, 'Opera'], [/\bYaBrowser\/(\d+)/, 'Yandex'], [/\bFirefox\/(\d+)/, 'Firefox'], [/\bChrome\/(\d+)/, 'Chrome'], [/\bVersion\/(\d+).*\bSafari\//, 'Safari']];
const MACHINES: [RegExp, string][] = [[/\bWindows\b/, 'Windows'], [/\bAndroid\b/, 'Android'], [/\b(?:iPhone|iPad)\b/, 'iOS'], [/\bMac OS X\b/, 'macOS'], [/\bLinux\b/, 'Linux']];

/** What is no browser that we know stays as it is: a program of its own calls. */
export function browserName(text: string): string {
  const browser = BROWSERS.map(([mark, name]) => { const found = mark.exec(text); return found && `${name} ${found[1]!}`; }).find(Boolean);
  if (!browser) return text;
  const machine = MACHINES.find(([mark]) => mark.test(text))?.[1];
  return machine ? `${browser} · ${machine}` : browser;
}
