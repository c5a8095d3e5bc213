import type { Session } from '../../api/types';
import { may } from '../../shell/permissions';

/** What is written at the card desk, or read there, and the right that its door asks: one for every card that orders something of a meter or a pump. */
export const KINDS = { preset: 'tool_cards', clear: 'tool_cards', pump: 'tool_cards', collected: 'handheld_import' } as const;
export type Kind = keyof typeof KINDS;

export const CARD_DESK: string[] = [...new Set(Object.values(KINDS))];

export const kindsFor = (session: Session | undefined): Kind[] => (Object.keys(KINDS) as Kind[]).filter((kind) => may(session, KINDS[kind]));
