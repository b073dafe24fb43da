import { dynamoLeases } from '../../adapters/leases-dynamodb.ts';
import { dynamoLedger } from '../../adapters/ledger-dynamodb.ts';
import { ledgerContract } from '../adapters/ledger/contract.ts';
import { leasesContract } from '../adapters/ledger/leases-contract.ts';
import { startDynamo } from './server.ts';

ledgerContract('dynamodb', async (options) => {
  const { client, newTable, stop } = await startDynamo();
  return { ledger: dynamoLedger({ client, table: await newTable(), ...options }), close: stop };
});

leasesContract('dynamodb', async () => {
  const { client, newTable, stop } = await startDynamo();
  return { leases: dynamoLeases({ client, table: await newTable() }), close: stop };
});
