import type { HttpHandler } from '@smithy/core/protocols'
import { network } from '../network.js'

/** Sends what any AWS client asks over this machine's way to the network. */
export const requestHandler: HttpHandler = {
  handle: async (request, options) => await (await network()).aws.handle(request, options),
  // How long to wait and which connections to keep is the network's own to say.
  updateHttpClientConfig() {},
  httpHandlerConfigs: () => ({}),
}
