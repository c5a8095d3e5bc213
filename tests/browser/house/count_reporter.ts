import { basename } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { FullResult, Reporter, Suite, TestCase } from '@playwright/test/reporter';

const AGAIN_MAX = 3; // more are no accident
const REASON_LINES = 8;

/** Why it failed first: a few lines, without the source that the list above shows. */
const reason = (test: TestCase): string =>
  stripVTControlCharacters(test.results.find((result) => result.error)?.error?.message ?? 'not reached')
    .split('\n')
    .slice(0, REASON_LINES)
    .join('\n  ');

/** Closes the run with the stories that were played again and with the line that the test stages count by. A test that was not reached has not passed. */
export default class CountReporter implements Reporter {
  private suite: Suite | null = null;
  private again: string[] = [];

  onBegin(_config: unknown, suite: Suite): void {
    this.suite = suite;
  }

  onEnd(): Promise<{ status?: FullResult['status'] } | undefined> {
    const stories = (this.suite?.allTests() ?? []).filter((test) => test.outcome() === 'flaky').map((test) => basename(test.location.file, '.spec.ts'));
    this.again = [...new Set(stories)];
    return Promise.resolve(this.again.length > AGAIN_MAX ? { status: 'failed' } : undefined);
  }

  onExit(): Promise<void> {
    const all = this.suite?.allTests() ?? [];
    const passed = all.filter((test) => ['expected', 'flaky'].includes(test.outcome())).length;
    for (const test of all.filter((one) => one.outcome() === 'unexpected' || (one.outcome() === 'flaky' && this.again.length > AGAIN_MAX))) process.stdout.write(`\nfailed: ${basename(test.location.file)}: ${test.title}\n  ${reason(test)}\n`);
    if (this.again.length > 0) process.stdout.write(`\nplayed again, what failed first is told above: ${this.again.join(' ')}${this.again.length > AGAIN_MAX ? ` (more than ${AGAIN_MAX}: failed)` : ''}\n`);
    process.stdout.write(`\n${passed} passed, ${all.length - passed} failed\n`);
    return Promise.resolve();
  }
}
