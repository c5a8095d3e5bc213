import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

/** Closes the run with the line that the test stages count by. A test that was not reached has not passed. */
export default class CountReporter implements Reporter {
  private passed = 0;
  private failed = 0;

  onTestEnd(_test: TestCase, result: TestResult): void {
    if (result.status === 'passed') this.passed += 1;
    else this.failed += 1;
  }

  onExit(): Promise<void> {
    process.stdout.write(`\n${this.passed} passed, ${this.failed} failed\n`);
    return Promise.resolve();
  }
}
