import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { put } from '../api/client';
import { focusFirst } from '../form/focus_first';
import { useWords } from '../words/words';
import { ProblemNote } from '../form/problem_note';
import type { Counter } from './use_counter';

/** Which till this workstation is. */
export function TillChoice({ counter }: { counter: Counter }) {
  const { t } = useWords();
  const cache = useQueryClient();
  const [problem, setProblem] = useState<unknown>(null);
  const stations = counter.session?.stations ?? [];
  const choose = async (station: string, till: string): Promise<void> => {
    try {
      await put('/session/till', { station, till });
      await cache.invalidateQueries({ queryKey: ['session'] });
    } catch (reason) {
      setProblem(reason);
    }
  };
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => focusFirst(place.current), [stations.length]);
  return (
    <div className="choice" ref={place} data-testid="till-choice">
      <p className="band-word">{t('till.choose')}</p>
      <ProblemNote problem={problem} />
      {stations.map((station) => (
        <div key={station.code} className="choice-group">
          <h3>{station.name}</h3>
          {(station.tills ?? []).map((till) => (
            <button key={till.code} type="button" className="big-button plain" data-testid={`till-${station.code}-${till.code}`} onClick={() => void choose(station.code, till.code)}>
              {till.code} {till.name}
            </button>
          ))}
        </div>
      ))}
      {stations.length === 0 && <p>{t('till.none')}</p>}
    </div>
  );
}
