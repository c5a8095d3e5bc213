/** After somebody else has saved: what was typed stays, what was left as it was seen is the newest – sent as it was once seen it would undo what nobody chose to undo. */
export function withNewest<Name extends string>(names: readonly Name[], typed: Record<Name, string>, seen: Record<Name, string>, newest: Record<Name, string>): Record<Name, string> {
  return Object.fromEntries(names.map((name) => [name, typed[name] === seen[name] ? newest[name] : typed[name]])) as Record<Name, string>;
}
