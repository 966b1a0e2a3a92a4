/** Ids are names of files too: letters, digits, points and dashes, beginning with a letter or digit. */
const ID = /^[a-z0-9][a-z0-9._-]{0,63}$/;
/** Names that Windows keeps for devices, whatever the extension. */
const DEVICE_NAME = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/;

/** The id of a protocol of this name; '' when the name has no letter or digit to make one of. */
export function protocolIdOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const id = plain
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 64)
    .replace(/[^a-z0-9]+$/, '');
  return DEVICE_NAME.test(id) ? `protocol-${id}` : id;
}

/** @throws Error that says what an id looks like */
export function assertProtocolId(id: string): string {
  if (!ID.test(id) || DEVICE_NAME.test(id)) {
    throw new Error(
      `Expected an id of 1 to 64 small letters, digits, points and dashes that is no device name, got ${JSON.stringify(id)}. ` +
        `Choose another name.`,
    );
  }
  return id;
}
