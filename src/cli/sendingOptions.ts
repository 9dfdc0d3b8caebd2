import type { Command } from 'commander';

/** What decides how texts and keys leave the machine, for all commands that ask a model. */
export function withSendingOptions(command: Command): Command {
  return withAllowHttp(command)
    .option('--redact', 'replace e-mail addresses, phone numbers and keys in what a model is sent')
    .option('--redact-ips', 'the same, and IP addresses');
}

export function withAllowHttp(command: Command): Command {
  return command.option('--allow-http', 'send the key also over a connection that is not encrypted');
}
