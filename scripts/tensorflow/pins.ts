import { TENSORFLOW_LIBRARY } from '../../src/inference/backend/tensorflow-folder.ts';

/** The wheel that holds the TensorFlow library (Apache-2.0): its C interface does not depend on the Python it was made for. */
export const WHEEL = {
  name: 'tensorflow-cpu',
  version: TENSORFLOW_LIBRARY.tensorflow,
  file: `tensorflow_cpu-${TENSORFLOW_LIBRARY.tensorflow}-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl`,
  python: '311',
  platform: 'manylinux_2_17_x86_64',
  sha256: '54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26',
} as const;

export interface NpmPin {
  readonly name: string;
  readonly version: string;
  /** Base64, as in package-lock.json. */
  readonly sha512: string;
}

/** The binding: its C++ source is compiled here, its install script never runs. */
export const BINDING: NpmPin = {
  name: '@tensorflow/tfjs-node',
  version: TENSORFLOW_LIBRARY.binding,
  sha512: 'uHrXeUlfgkMxTZqHkESSV7zSdKdV0LlsBeblqkuKU9nnfxB1pC6DtoyYVaLxznzZy7WQSegjcohxxCjAf6Dc7w==',
};

/** What the binding's JavaScript requires when it loads. */
export const PROTOBUF: NpmPin = {
  name: 'google-protobuf',
  version: '3.21.4',
  sha512: 'MnG7N936zcKTco4Jd2PX2U96Kf9PxygAPKBug+74LHzmHXmceN16MmRcdgZv+DGef/S9YvQAfRsNCn4cjf9yyQ==',
};
