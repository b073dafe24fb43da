import type { Backend } from '../console/backend.ts';

/** Answers "not ready" until the real one is there; everything else waits for it. So the port is open, and honest, from the first moment. */
export const deferredBackend = (
  early: Pick<Backend, 'slackbox'>,
): { readonly backend: Backend; readonly settle: (backend: Backend) => void } => {
  const { promise, resolve } = Promise.withResolvers<Backend>();
  let now: Backend | undefined;
  const listeners = new Set<() => void>();
  return {
    settle: (backend) => {
      now = backend;
      for (const listener of listeners) backend.changed(listener);
      resolve(backend);
    },
    backend: {
      ...early,
      get verbs() {
        return now?.verbs ?? [];
      },
      ready: async () => now?.ready() ?? { ledger: false, playbooks: false, range: false },
      overview: async (you) => (await promise).overview(you),
      incident: async (number) => (await promise).incident(number),
      approval: async (number) => (await promise).approval(number),
      events: async (number) => (await promise).events(number),
      receive: async (bytes) => (await promise).receive(bytes),
      command: async (verb, args, actor) => (await promise).command(verb, args, actor),
      person: (id) => now?.person(id),
      follow: async (number, fromSeq, onLine, signal) => (await promise).follow(number, fromSeq, onLine, signal),
      changed: (listener) => {
        if (now !== undefined) return now.changed(listener);
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
};
