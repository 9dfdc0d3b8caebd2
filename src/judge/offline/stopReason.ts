/** Stop reasons that mean "cut off at the length limit", in the words of several providers. */
export function isCutOff(finishReason: string | undefined): boolean {
  return /^(?:length|max[_-]?(?:output[_-]?|new[_-]?)?tokens|model_length|token_limit)$/i.test(
    finishReason?.trim() ?? '',
  );
}

/** Stop reasons that mean that the provider's or the model's safety layer ended the answer. */
export function isFiltered(finishReason: string | undefined): boolean {
  return /^(?:content[_-]?filter(?:ed)?|refusal|safety|recitation|prohibited_content|blocklist)$/i.test(
    finishReason?.trim() ?? '',
  );
}
