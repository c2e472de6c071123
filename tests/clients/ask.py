"""gql reads the schema from the server, checks the app's questions against it, and asks the examples."""

import json
import pathlib
import sys

from gql import Client, gql
from gql.transport.requests import RequestsHTTPTransport

url, documents, examples = sys.argv[1:]
transport = RequestsHTTPTransport(url=f"{url}/graphql", retries=3)
client = Client(transport=transport, fetch_schema_from_transport=True)
valid = answered = 0
with client as session:
    for name, text in json.loads(pathlib.Path(documents).read_text()).items():
        client.validate(gql(text))
        valid += 1
    for path in sorted(pathlib.Path(examples).glob("*.graphql")):
        # Raises what the server refuses.
        answer = session.execute(gql(path.read_text()))
        assert answer and all(value is not None for value in answer.values()), f"{path.name}: {answer}"
        answered += 1
print(f"{valid} valid, {answered} answered")
