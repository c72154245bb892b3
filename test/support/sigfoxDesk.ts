import { BackendBook } from '../../src/sigfox/backendBook';
import { HttpBackendApi } from '../../src/sigfox/io/httpBackendApi';
import { systemClock } from '../../src/shared/io/systemClock';
import type { Publish } from '../../src/simulator/network/virtualNetwork';
import { apiUser, startVirtualSigfox } from './virtualSigfox';

/** The virtual Sigfox, and a window's book of it that speaks to it over HTTP. */
export async function openSigfoxDesk(publish?: Publish) {
  const sigfox = await startVirtualSigfox(publish);
  const book = new BackendBook(systemClock);
  const signIn = async (password = apiUser.password) => {
    const place = {
      baseUrl: sigfox.server.baseUrl,
      apiUser: () => Promise.resolve({ ...apiUser, password }),
    };
    book.use({
      api: new HttpBackendApi(place, systemClock),
      name: apiUser.login,
      isSimulated: false,
    });
    await book.refresh();
  };
  const close = async () => {
    book.dispose();
    await sigfox.close();
  };
  return { ...sigfox, book, signIn, close };
}
