import { readColumn } from './column-text.ts';

it.each([
  ['id:INTEGER', { name: 'id', type: 'INTEGER', nullable: true }],
  ['id:INTEGER:not-null', { name: 'id', type: 'INTEGER', nullable: false }],
  ['cost:DECIMAL(10,2)', { name: 'cost', type: 'DECIMAL(10,2)', nullable: true }],
  ['Cost: Total $:DOUBLE', { name: 'Cost: Total $', type: 'DOUBLE', nullable: true }],
])('%s describes a column', (text, column) => {
  expect(readColumn(text)).toEqual(column);
});

it.each(['', 'id', ':INTEGER', 'id:', 'id:not-null'])('%j describes none', (text) => {
  expect(() => readColumn(text)).toThrow('describes no column');
});
