import { asProblem } from '../api/problem';
import { useWords } from '../words/words';

/** A refusal as a sentence: what happened, what it means, what to do – with the code and the request for support. */
export function ProblemNote({ problem }: { problem: unknown }) {
  const { problem: say } = useWords();
  if (!problem) return null;
  const { body } = asProblem(problem);
  return (
    <div className="problem-note" role="alert" data-testid="problem" data-code={body.code}>
      <p>{say(problem)}</p>
      <ProblemCode problem={problem} />
    </div>
  );
}

/** What support asks for. */
export function ProblemCode({ problem }: { problem: unknown }) {
  const { t } = useWords();
  const { body } = asProblem(problem);
  return <p className="small">{body.code}{body.request_id ? ` · ${t('problem.request', { id: body.request_id })}` : ''}</p>;
}
