import { useEffect } from 'react';
import { memberOf } from '../api/problem';
import { useWords } from '../words/words';

/**
 * A refusal that is about one field stands at that field, and the focus goes there: whoever does not see it hears it with the field, and whoever types
 * corrects it. `fields`: the id of the field of each member of the request. What is about none of them is `elsewhere`, above the form.
 */
export function useWrongField(problem: unknown, fields: Record<string, string>) {
  const { problem: say } = useWords();
  const member = memberOf(problem);
  const id = member === undefined ? undefined : fields[member];
  useEffect(() => {
    const field = id === undefined ? null : document.getElementById(id);
    field?.focus();
    if (field instanceof HTMLInputElement) field.select();
  }, [problem, id]);
  return { elsewhere: id === undefined ? problem : null, at: (name: string): string | undefined => (id !== undefined && name === member ? say(problem) : undefined) };
}
