/** A call that nobody sent: AWS, or an agent of the pretend company, makes it by itself. It needs permission and leaves a trace like any other. */
export interface Act {
  /** Whose role; the service's own name when it calls in its own name, and then only the resource's policy lets it in. */
  readonly roleArn: string;
  /** The session's name, as CloudTrail shows it. */
  readonly session: string;
  readonly region: string;
  /** The service that makes the call, e.g. `events.amazonaws.com`. @default an agent of the company */
  readonly invokedBy?: string;
  /** For which resource a service calls in its own name, e.g. the rule. */
  readonly sourceArn?: string;
  /** The SDK's `serviceId`, e.g. `SageMaker`. */
  readonly service: string;
  readonly operation: string;
  readonly input: object;
}
export type Acted = { readonly ok: true; readonly output: object } | { readonly ok: false; readonly error: Error };
export interface Acts {
  /** Only for operations that are done when they answer; a refusal is an answer, a bug is thrown. */
  do(act: Act): Acted;
  /** Simulators may act, and acting needs all services: the last piece is put in when everything is there. */
  bind(perform: (act: Act) => Acted): void;
}
export const createActs = (): Acts => {
  let perform: (act: Act) => Acted = ({ operation }) => {
    throw new Error(`${operation} before the range was started`);
  };
  return {
    do: (act) => perform(act),
    bind: (given) => {
      perform = given;
    },
  };
};
