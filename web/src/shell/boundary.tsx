import { Component, type ReactNode } from 'react';
import { Failed } from './states';

/** A page that breaks shows "failed", never a blank screen. */
export class Boundary extends Component<{ children: ReactNode }, { reason: unknown }> {
  override state = { reason: null as unknown };

  static getDerivedStateFromError(reason: unknown) {
    return { reason };
  }

  override render(): ReactNode {
    if (this.state.reason !== null) return <Failed problem={this.state.reason} retry={() => this.setState({ reason: null })} />;
    return this.props.children;
  }
}
