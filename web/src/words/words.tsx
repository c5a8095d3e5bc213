import { useQueryClient } from '@tanstack/react-query';
import { ConfigProvider } from 'antd';
import type { Locale } from 'antd/es/locale';
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Commodity, Decimal, Instant, Language, Unit } from '../api/types';
import { put } from '../api/client';
import { useSession } from '../api/hooks';
import { asProblem } from '../api/problem';
import { useScheme } from '../styles/scheme';
import { themeOf } from '../styles/theme';
import { says } from './says';
import { Dictionary, loadTexts, type Values } from './dictionary';
import { LANGUAGES, languageOf } from './languages';
import * as format from './format';

/** Everything a page needs to speak: texts, figures, times, in the operator's language and the utility's currency and zone. */
export interface Words {
  language: Language;
  choose: (language: Language) => void;
  t: (key: string, values?: Values) => string;
  has: (key: string) => boolean;
  /** The first of the keys that has a text; else the fallback. */
  first: (keys: string[], fallback: string, values?: Values) => string;
  problem: (reason: unknown) => string;
  decimal: (value: Decimal | number | null | undefined) => string;
  money: (value: Decimal | null | undefined) => string;
  /** What a meter gets or holds: money, or a quantity. */
  credit: (value: Decimal | null | undefined, unit: Unit | undefined) => string;
  quantity: (value: Decimal | null | undefined, unit: string) => string;
  unit: (unit: string) => string;
  time: (value: Instant | null | undefined, style?: format.TimeStyle) => string;
  /** "2026-11-20 14:05:09" by a device's own clock, which has no zone. */
  localTime: (value: string) => string;
  /** "2026-11-20" of a calendar, which has no zone; "2026-11" as a month. */
  day: (value: string | null | undefined) => string;
  currency: string;
  zone: string;
}

const Context = createContext<Words | null>(null);
const REMEMBERED = 'kwota.language';
/** Answers in which the server itself speaks: asked again when it knows the other language. */
const SPOKEN: ReadonlySet<unknown> = new Set(['reports', 'report', 'overview']);

export function useWords(): Words {
  const words = useContext(Context);
  if (!words) throw new Error('useWords outside of WordsProvider');
  return words;
}

export function WordsProvider({ children }: { children: ReactNode }) {
  const session = useSession().data;
  const cache = useQueryClient();
  const [language, setLanguage] = useState<Language>(startLanguage);
  const [loaded, setLoaded] = useState<{ dictionary: Dictionary; locale: Locale } | null>(null);
  const [signedIn, setSignedIn] = useState<string>();
  const name = session?.operator?.name;
  const own = session?.operator?.language;

  // Taken when somebody signs in, with the same rendering that shows it: later answers of the server may still tell the language before
  // the one that was just chosen.
  if (name !== signedIn) {
    setSignedIn(name);
    if (own) setLanguage(own);
  }

  useEffect(() => {
    let wanted = true;
    void Promise.all([loadTexts(language), loadLocale(language)]).then(([texts, locale]) => {
      if (!wanted) return;
      document.documentElement.lang = languageOf(language).tag;
      localStorage.setItem(REMEMBERED, language);
      setLoaded({ dictionary: new Dictionary(language, texts), locale });
    });
    return () => { wanted = false; };
  }, [language]);

  const choose = useCallback((chosen: Language) => {
    setLanguage(chosen);
    if (!session?.signed_in) return;
    put('/session/language', { language: chosen }).then(() => cache.invalidateQueries({ predicate: (query) => SPOKEN.has(query.queryKey[0]) }))
      .catch(() => undefined); // remembered here anyway
  }, [session?.signed_in, cache]);

  const { scheme } = useScheme();
  const theme = useMemo(() => themeOf(scheme), [scheme]);
  const dictionary = loaded?.dictionary;
  const currency = session?.utility?.currency ?? '';
  const zone = session?.utility?.zone ?? 'UTC';
  const words = useMemo(() => dictionary && wordsOf(dictionary, currency, zone, choose), [dictionary, currency, zone, choose]);
  if (!words || !loaded) return null;
  return (
    <ConfigProvider locale={loaded.locale} theme={theme} button={{ autoInsertSpace: false }} wave={{ disabled: true }}>
      <Context.Provider value={words}>{children}</Context.Provider>
    </ConfigProvider>
  );
}

function wordsOf(dictionary: Dictionary, currency: string, zone: string, choose: Words['choose']): Words {
  const { language } = dictionary;
  const t: Words['t'] = (key, values) => dictionary.say(key, values);
  const first: Words['first'] = (keys, fallback, values) => {
    const known = keys.find((key) => dictionary.has(key));
    return known ? dictionary.say(known, values) : fallback;
  };
  return {
    language,
    choose,
    t,
    has: (key) => dictionary.has(key),
    first,
    problem: (reason) => {
      const problem = asProblem(reason);
      return first([problem.isUnread ? 'state.no_answer' : `error.${problem.code}`], problem.body.detail ?? problem.body.title ?? problem.code, readable({ ...named(problem.details, dictionary), ...problem.body.called }, language, zone));
    },
    decimal: (value) => format.decimal(value, language),
    money: (value) => format.money(value, currency, language),
    credit: (value, unit) => (unit === undefined || unit === 'money' ? format.money(value, currency, language) : format.quantity(value, quantityOf(unit), language)),
    quantity: (value, unit) => format.quantity(value, unit, language),
    unit: (unit) => format.unitName(unit, language),
    time: (value, style) => format.time(value, zone, language, style),
    localTime: (value) => format.time(`${value.replace(' ', 'T')}Z`, 'UTC', language),
    day: (value) => format.day(value, language),
    currency,
    zone,
  };
}

/** As price plans name it. */
export function quantityOf(unit: Unit | undefined): 'm3' | 'kWh' {
  return unit === 'volume' ? 'm3' : 'kWh';
}

/** In which the registers of a meter stand that measures this. */
export function unitOf(commodity: unknown): 'm3' | 'kWh' {
  return says<Commodity>(commodity, 'gas', 'water') ? 'm3' : 'kWh';
}

/** Details that are codes, and the family of texts in which their words stand. */
const CODES: Record<string, string> = { why: 'why', purpose: 'key_purpose', key: 'key_purpose', unit: 'unit', fact: 'slip_fact', check: 'report.check' };

/** Codes among an error's details as words: "weak_half" is nothing for a person's eyes. */
function named(details: Record<string, unknown>, dictionary: Dictionary): Record<string, unknown> {
  return Object.fromEntries(Object.entries(details).map(([name, value]) => {
    const clause = `misfit.${String(details['reason'])}`;
    if (name === 'why' && dictionary.has(clause)) return [name, dictionary.say(clause)];
    const fault = `plan_fault.${String(details['fault'])}`;
    if (name === 'why' && dictionary.has(fault)) return [name, dictionary.say(fault, { name: String(details['name'] ?? '') })];
    const text = `${CODES[name] ?? ''}.${String(value)}`;
    return [name, CODES[name] && dictionary.has(text) ? dictionary.say(text) : value];
  }));
}

/** Figures and instants among an error's details in the reader's own form. */
export function readable(details: Record<string, unknown>, language: Language, zone: string): Values {
  return Object.fromEntries(Object.entries(details).map(([name, value]) => {
    if (typeof value !== 'string') return [name, value];
    if (/^-?\d+\.\d+$/.test(value)) return [name, format.decimal(value, language)];
    if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return [name, format.time(value, zone, language, 'minute')];
    return [name, value];
  }));
}

function startLanguage(): Language {
  const wanted = [localStorage.getItem(REMEMBERED), ...navigator.languages].map((tag) => tag?.slice(0, 2));
  return LANGUAGES.find((each) => wanted.includes(each.code) && each.code === wanted.find((tag) => LANGUAGES.some((known) => known.code === tag)))?.code ?? 'en';
}

async function loadLocale(language: Language): Promise<Locale> {
  return (await languageOf(language).locale()).default;
}
