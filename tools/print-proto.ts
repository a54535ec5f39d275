import { type DescField, type DescFile, getOption, hasOption, toJson, type DescMessage } from '@bufbuild/protobuf';
import {
  type DescriptorProto,
  type EnumDescriptorProto,
  type FieldDescriptorProto,
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
} from '@bufbuild/protobuf/wkt';
import { predefined, RuleSchema } from '@bufbuild/protovalidate/gen/buf/validate/validate_pb.js';

/**
 * Writes a proto2 file back as source, from its descriptor. Knows what buf/validate/validate.proto uses (which no npm
 * package ships as source) and throws on what it does not know. Comments are not in a descriptor and stay behind.
 */
export function printFile(file: DescFile): string {
  const { proto } = file;
  const options = Object.entries(proto.options ?? {}).filter(
    ([name]) => name.startsWith('java') || name.startsWith('go'),
  );
  const extendees = Map.groupBy(proto.extension, (extension) => extension.extendee);
  return [
    'syntax = "proto2";',
    `package ${proto.package};`,
    proto.dependency.map((path) => `import "${path}";`).join('\n'),
    options.map(([name, value]) => `option ${toSnakeCase(name)} = ${JSON.stringify(value)};`).join('\n'),
    ...[...extendees].map(
      ([extendee, fields]) =>
        `extend ${toReference(extendee, proto.package)} {\n${fields.map((field) => printField(field, proto.package, [])).join('\n')}\n}`,
    ),
    ...file.messages.map((message) => printMessage(message, proto.package)),
    ...proto.enumType.map(printEnum),
  ].join('\n\n');
}

function printMessage(message: DescMessage, scope: string): string {
  const { proto } = message;
  if (proto.nestedType.length + proto.enumType.length + proto.extension.length > 0) {
    throw new Error(`${message.typeName} nests types, which the printer does not know`);
  }
  const lines = message.members.map((member) => {
    if (member.kind === 'field') return printField(member.proto, scope, optionsOf(member));
    const fields = member.fields.map((field) => printField(field.proto, scope, optionsOf(field), true));
    return `oneof ${member.name} {\n${fields.join('\n')}\n}`;
  });
  return `message ${message.name} {\n${[...lines, ...printRanges(proto)].join('\n')}\n}`;
}

function printField(field: FieldDescriptorProto, scope: string, options: string[], inOneof = false): string {
  const label = inOneof
    ? ''
    : { [Label.OPTIONAL]: 'optional ', [Label.REQUIRED]: 'required ', [Label.REPEATED]: 'repeated ' }[field.label];
  const type = field.typeName === '' ? Type[field.type].toLowerCase() : toReference(field.typeName, scope);
  const suffix = options.length === 0 ? '' : ` [\n${options.join(',\n')}\n]`;
  return `${label}${type} ${field.name} = ${field.number}${suffix};`;
}

function optionsOf(field: DescField): string[] {
  const rules = hasOption(field, predefined) ? getOption(field, predefined).cel : [];
  const printed = rules.map((rule) => {
    const entries = Object.entries(toJson(RuleSchema, rule) as Record<string, string>);
    return `(predefined).cel = {\n${entries.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join('\n')}\n}`;
  });
  return field.proto.options?.deprecated ? [...printed, 'deprecated = true'] : printed;
}

function printRanges({ reservedRange, reservedName, extensionRange }: DescriptorProto): string[] {
  return [
    ...reservedRange.map(({ start, end }) => `reserved ${start}${end === start + 1 ? '' : ` to ${end - 1}`};`),
    ...reservedName.map((name) => `reserved "${name}";`),
    ...extensionRange.map(({ start, end }) => `extensions ${start} to ${end === 536_870_912 ? 'max' : end - 1};`),
  ];
}

function printEnum({ name, value, reservedRange, reservedName }: EnumDescriptorProto): string {
  const reserved = [
    ...reservedRange.map(({ start, end }) => `reserved ${start}${end === start ? '' : ` to ${end}`};`),
    ...reservedName.map((each) => `reserved "${each}";`),
  ];
  return `enum ${name} {\n${[...value.map((each) => `${each.name} = ${each.number};`), ...reserved].join('\n')}\n}`;
}

/** `.buf.validate.Rule` is written `Rule` inside package buf.validate, and every other name in full. */
function toReference(typeName: string, scope: string): string {
  return typeName.startsWith(`.${scope}.`) ? typeName.slice(scope.length + 2) : typeName.slice(1);
}

function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
