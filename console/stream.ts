/** A stream says something at least this often; the page believes the connection lost after twice that and a bit. */
const BEAT_MILLISECONDS = 5_000;
/** Bytes waiting for a slow reader; beyond that it is cut off, without `settled`, and may come back with `Last-Event-ID`. */
const BACKLOG_BYTES = 4 * 1_048_576;
/** Pages and followers at once; each holds one connection. */
const MAX_STREAMS = 32;

export interface Channel {
  readonly send: (event: string, data: object, id?: number) => void;
  readonly signal: AbortSignal;
}
export interface Streams {
  /** `undefined`: too many are open. `serve` settles when the stream is to end; it must stop when the signal aborts. */
  readonly open: (client: AbortSignal, serve: (channel: Channel) => Promise<void>) => Response | undefined;
  readonly close: () => void;
}

/** Server-sent events. https://html.spec.whatwg.org/multipage/server-sent-events.html */
export const createStreams = (): Streams => {
  const open = new Set<AbortController>();
  return {
    close: () => {
      for (const end of open) end.abort();
    },
    open: (client, serve) => {
      if (open.size >= MAX_STREAMS) return undefined;
      const end = new AbortController();
      open.add(end);
      const encoder = new TextEncoder();
      let beat: NodeJS.Timeout | undefined;
      const finish = () => {
        clearInterval(beat);
        open.delete(end);
        end.abort();
      };
      let gone = false;
      client.addEventListener('abort', finish, { once: true });
      const body = new ReadableStream<Uint8Array>(
        {
          start: (controller) => {
            const write = (text: string) => {
              if (end.signal.aborted) return;
              controller.enqueue(encoder.encode(text));
              if ((controller.desiredSize ?? 0) <= 0) finish();
            };
            end.signal.addEventListener('abort', () => (gone ? undefined : controller.close()), { once: true });
            beat = setInterval(() => write(': beat\n\n'), BEAT_MILLISECONDS);
            beat.unref();
            const send: Channel['send'] = (event, data, id) =>
              write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
            write(': open\n\n');
            serve({ send, signal: end.signal })
              .catch(() => send('problem', { code: 'bug', message: 'The stream broke; connect again' }))
              .finally(finish);
          },
          cancel: () => {
            gone = true;
            finish();
          },
        },
        new ByteLengthQueuingStrategy({ highWaterMark: BACKLOG_BYTES }),
      );
      return new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' } });
    },
  };
};
