// The languages that the console speaks, one line each: its texts are lang/<code>.json, numbers and dates follow from its tag.

export const LANGUAGES = [
  { code: 'zh', name: '中文', short: '中', tag: 'zh-CN', texts: () => import('../../../lang/zh.json'), locale: () => import('antd/es/locale/zh_CN') },
  { code: 'en', name: 'English', short: 'EN', tag: 'en', texts: () => import('../../../lang/en.json'), locale: () => import('antd/es/locale/en_GB') },
  { code: 'ru', name: 'Русский', short: 'RU', tag: 'ru', texts: () => import('../../../lang/ru.json'), locale: () => import('antd/es/locale/ru_RU') },
] as const;

export type Language = (typeof LANGUAGES)[number]['code'];

export const languageOf = (code: Language) => LANGUAGES.find((each) => each.code === code)!;
