import { newGate } from './gate.ts';

describe('a gate', () => {
  it('stops the first who comes to the armed point, until told to go on', async () => {
    const told: string[] = [];
    const gate = newGate((point) => told.push(point));
    gate.arm('second');
    await gate.pass('first');
    let isThrough = false;
    const stopped = gate.pass('second').then(() => (isThrough = true));
    await gate.pass('second');
    expect({ told, isThrough }).toEqual({ told: ['second'], isThrough: false });
    gate.goOn();
    await stopped;
    expect(isThrough).toBe(true);
  });

  it('stops nobody once it is disarmed', async () => {
    const told: string[] = [];
    const gate = newGate((point) => told.push(point));
    gate.arm('first');
    gate.arm(undefined);
    await gate.pass('first');
    expect(told).toEqual([]);
  });
});
