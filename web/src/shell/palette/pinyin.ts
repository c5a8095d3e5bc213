// Initials of Chinese words as people type them: "yhgl" for 用户管理. The order of the language itself says with which letter a character begins.

const LETTERS = 'ABCDEFGHJKLMNOPQRSTWXYZ';
const FIRSTS = '阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥仨他屲夕丫帀';
const order = new Intl.Collator('zh-CN-u-co-pinyin');

export function initials(text: string): string {
  return [...text].map((character) => (/\p{Script=Han}/u.test(character) ? initial(character) : character)).join('').toLowerCase();
}

function initial(character: string): string {
  let letter = '';
  for (let at = 0; at < FIRSTS.length && order.compare(character, FIRSTS[at]!) >= 0; at += 1) letter = LETTERS[at]!;
  return letter;
}
