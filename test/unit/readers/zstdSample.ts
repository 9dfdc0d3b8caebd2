/** A sample of an Inspect log, packed as newer versions pack it: two zstd frames that don't say their sizes. */
export const ZSTD_SAMPLE = Buffer.concat([
  Buffer.from(
    'KLUv/QBoZQIAAkUQEpA9BkbqwkSWmFkSQAlUdHcJAUD8HKBPCnGLVdL1jTM9EDfNWYUPxFMJ5QAd5zrhgSAA/S1a24E4GQxffYDO4HcCAEQNp7omFA==',
    'base64',
  ),
  Buffer.from(
    'KLUv/QRo/QEAwsMMEaDtU82z1ZibivsrHPtS/xsQ3X1xDT9RGYkWmvXpeN8VNOlrOONnjiuN4fscGv7OJkb7AwQCLSYpj0wnrLYyXA==',
    'base64',
  ),
]);
export const ZSTD_SAMPLE_SIZE = 166;
