import { basename } from 'node:path';
import type { FullResult, Reporter, Suite } from '@playwright/test/reporter';

const TWICE_MAX = 2; // more are no accident

/** Closes the run with the stories that were played twice and with the line that the test stages count by. A test that was not reached has not passed. */
export default class CountReporter implements Reporter {
  private suite: Suite | null = null;
  private twice: string[] = [];

  onBegin(_config: unknown, suite: Suite): void {
    this.suite = suite;
  }

  onEnd(): Promise<{ status?: FullResult['status'] } | undefined> {
    const stories = (this.suite?.allTests() ?? []).filter((test) => test.outcome() === 'flaky').map((test) => basename(test.location.file, '.spec.ts'));
    this.twice = [...new Set(stories)];
    return Promise.resolve(this.twice.length > TWICE_MAX ? { status: 'failed' } : undefined);
  }

  onExit(): Promise<void> {
    const all = this.suite?.allTests() ?? [];
    const passed = all.filter((test) => ['expected', 'flaky'].includes(test.outcome())).length;
    if (this.twice.length > 0) process.stdout.write(`\nplayed twice, what failed first is told above: ${this.twice.join(' ')}${this.twice.length > TWICE_MAX ? ` (more than ${TWICE_MAX}: failed)` : ''}\n`);
    process.stdout.write(`\n${passed} passed, ${all.length - passed} failed\n`);
    return Promise.resolve();
  }
}
