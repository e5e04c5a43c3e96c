/** The folder beside the payload that holds the records of all jobs. */
export const RECORDS_FOLDER = 'evidence-records';

/** The file that makes a folder a bag (RFC 8493 §2.1.1). */
export const BAG_DECLARATION = 'bagit.txt';

/** The folder of a bag's payload (RFC 8493 §2.1.2). */
export const BAG_PAYLOAD = 'data';

/** Names under which lists of digests are usually kept. */
export const USUAL_LIST =
  /^(manifest-[a-z0-9-]+|hashdeep|checksums?|hashes|(md5|sha\d+|b2|b3|xxh128)(sums?)?)(\.txt)?$|\.(md5|sha\d+|b2|b3|xxh128|hashdeep)(sums?)?(\.txt)?$/i;
