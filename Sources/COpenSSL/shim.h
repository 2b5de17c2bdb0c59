// What the server uses of OpenSSL's libcrypto: digests, random bytes, constant-time comparison.

#ifndef YUSHI_COPENSSL_SHIM_H
#define YUSHI_COPENSSL_SHIM_H

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#endif
