// What the server uses of OpenSSL's libcrypto: digests and random bytes.

#ifndef YUSHI_COPENSSL_SHIM_H
#define YUSHI_COPENSSL_SHIM_H

#include <openssl/evp.h>
#include <openssl/rand.h>

#endif
