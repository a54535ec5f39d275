/** Messages that arrive before anybody asks for them. */
export type Inbox<Message> = {
  readonly put: (message: Message) => void;
  /** What waits, and whoever waits later, gets this error once the messages before it are read. */
  readonly fail: (error: Error) => void;
  readonly take: () => Promise<Message>;
};

export function createInbox<Message>(): Inbox<Message> {
  const messages: Message[] = [];
  let failure: Error | undefined;
  let wake: (() => void) | undefined;
  return {
    put: (message) => {
      messages.push(message);
      wake?.();
    },
    fail: (error) => {
      failure ??= error;
      wake?.();
    },
    take: async () => {
      for (;;) {
        const message = messages.shift();
        if (message) return message;
        if (failure) throw failure;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
