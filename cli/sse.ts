/** One server-sent event. https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
  readonly id: string | null;
}

const eventOf = (block: string): StreamEvent | undefined => {
  const fields = block.split('\n').flatMap((line) => {
    const [, name = '', value = ''] = /^([^:]+)(?:: ?(.*))?$/.exec(line) ?? [];
    return name === '' ? [] : [{ name, value }];
  });
  const data = fields.filter(({ name }) => name === 'data').map(({ value }) => value);
  if (data.length === 0) return undefined;
  return {
    event: fields.findLast(({ name }) => name === 'event')?.value ?? 'message',
    data: data.join('\n'),
    id: fields.findLast(({ name }) => name === 'id')?.value ?? null,
  };
};

/** Whole events in the text so far, and what is left over for the next piece. */
export const takeEvents = (buffer: string): { readonly events: readonly StreamEvent[]; readonly rest: string } => {
  // A piece may end between CR and LF: the CR waits for the next piece.
  const held = buffer.endsWith('\r') ? '\r' : '';
  const text = (held === '' ? buffer : buffer.slice(0, -1)).replace(/\r\n?/g, '\n');
  const blocks = text.split('\n\n');
  const rest = blocks.pop() ?? '';
  return {
    events: blocks.flatMap((block) => {
      const event = eventOf(block);
      return event === undefined ? [] : [event];
    }),
    rest: rest + held,
  };
};
