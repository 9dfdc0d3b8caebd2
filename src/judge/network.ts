/**
 * What of the judges talks over the network: one bundle, loaded by the first who needs it, since the
 * client library is large and most sessions never call a model.
 */
export { cancelBatch, checkBatch, collectBatches } from './batch/collect';
export { submitBatches } from './batch/submit';
export { findLocalServers, listModels } from './openai/models';
export { createOpenAiJudge } from './openai/openAiJudge';
export { createOpenAiModel } from './openai/openAiModel';
export { probeEndpoint } from './openai/probe';
