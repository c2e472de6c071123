"""gql reads the schema from the server, checks every question that is written down against it, and asks those that are complete."""

import json
import pathlib
import sys

from gql import Client, gql
from gql.transport.requests import RequestsHTTPTransport

url, questions, cookie = sys.argv[1:]
transport = RequestsHTTPTransport(url=f"{url}/graphql", retries=3, headers={"Cookie": cookie})
client = Client(transport=transport, fetch_schema_from_transport=True)
valid = answered = 0
with client as session:
    for question in json.loads(pathlib.Path(questions).read_text()):
        client.validate(gql(question["text"]))
        valid += 1
        if question["run"]:
            # Raises what the server refuses.
            answer = session.execute(gql(question["text"]))
            assert answer and all(value is not None for value in answer.values()), f"{question['name']}: {answer}"
            answered += 1
print(f"{valid} valid, {answered} answered")
