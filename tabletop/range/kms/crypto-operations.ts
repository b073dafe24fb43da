import { generateDataKey, generateMac, generateRandom, generateSealedDataKey, verifyMac } from './data-keys.ts';
import { decrypt, encrypt, reEncrypt } from './encrypt.ts';
import { getPublicKey, signMessage, verifyMessage } from './sign.ts';

export const CRYPTO_OPERATIONS = {
  Encrypt: encrypt,
  Decrypt: decrypt,
  ReEncrypt: reEncrypt,
  GenerateDataKey: generateDataKey,
  GenerateDataKeyWithoutPlaintext: generateSealedDataKey,
  GenerateRandom: generateRandom,
  GenerateMac: generateMac,
  VerifyMac: verifyMac,
  Sign: signMessage,
  Verify: verifyMessage,
  GetPublicKey: getPublicKey,
};
