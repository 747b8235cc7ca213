/** A contact, edited in place as on the desk. */
import { useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import { ContactCard } from "@/components/desk/ContactCard.tsx";
import type { DeskContact } from "@/components/desk/types.ts";

export default function ContactForm(props: { contact: DeskContact; mayEdit: boolean }) {
  const [contact, setContact] = useState(props.contact);
  return (
    <ContactCard
      number={contact.phones[0] ?? contact.id}
      mayEdit={props.mayEdit}
      lookup={{
        state: "found",
        contact,
        calls: [],
        present: null,
        retry: () => {},
        async save(fields) {
          const answer = await call<DeskContact>("PATCH", `/api/contacts/${contact.id}`, fields);
          if (answer.ok) setContact(answer.value);
          return answer;
        },
      }}
    />
  );
}
